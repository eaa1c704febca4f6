package com.example.shop;

/** Where an order is. */
public enum OrderState {
    PLACED,
    SHIPPED
}
